import type { z } from 'zod'

/** What is wrong with a field, in one plain sentence; a schema's own message stands before these. */
export const plainMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '这一项还没有填' : '这一项的内容不对'
    case 'too_big':
      return issue.origin === 'array' ? `最多 ${issue.maximum} 个` : `太长了，最多 ${issue.maximum} 个字`
    case 'too_small':
      return issue.origin === 'array' ? `最少 ${issue.minimum} 个` : '太短了'
    case 'invalid_value':
      return '没有这个选项'
    case 'unrecognized_keys':
      return '多出了不认识的内容'
    default:
      return '这一项的内容不对'
  }
}
