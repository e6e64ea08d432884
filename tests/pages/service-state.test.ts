import { type ServiceState, serviceState } from '../../miniprogram/pages/card/service-state'

test.each<[string, Parameters<typeof serviceState>[0], ServiceState]>([
  ['has just been asked', { asking: true, late: false, failed: null }, 'asking'],
  ['keeps one waiting', { asking: true, late: true, failed: null }, 'slow'],
  ['has answered, but late', { asking: false, late: true, failed: null }, 'slow'],
  ['has answered', { asking: false, late: false, failed: null }, 'open'],
  ['knows no such card', { asking: false, late: false, failed: 404 }, 'open'],
  ['cannot reach its database', { asking: false, late: false, failed: 503 }, 'down'],
  ['is broken', { asking: false, late: true, failed: 500 }, 'down'],
  ['cannot be reached', { asking: false, late: false, failed: 'no-answer' }, 'unreachable'],
  ['cannot be reached, after a long wait', { asking: false, late: true, failed: 'no-answer' }, 'unreachable'],
  ['is asked once more after it failed', { asking: true, late: false, failed: 503 }, 'asking'],
])('a service that %s', (_, seen, state) => expect(serviceState(seen)).toBe(state))
