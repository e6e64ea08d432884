import { whenSomebodyLeaves } from './leaving'
import { ApiProblem, NoConnection } from './problem'
import { signedInPerson } from './session'
import { shelf } from './shelf'
import { vault } from './vault'

/** Something that the server said, and when it said so by this phone's clock. */
export interface Read<T> {
  value: T
  /** Null when it is what the server says now. */
  keptAt: number | null
}

/** What lies in the vault, without a word of what it says. */
interface Entry {
  name: string
  at: number
  doer: string
}

interface Sealed {
  doer: string
  at: number
  value: unknown
}

const index = shelf<Entry[]>('kept-for-reading')
/** After this it says too little of how things stand now to be worth the risk of a lost phone. */
const keptFor = 7 * 24 * 3_600_000
/** Of 10 to 20 KB each, well within what WeChat encrypts for one app. */
const most = 60

const entries = () => index.read() ?? []
const me = () => signedInPerson()?.account

/** A clock that was put back since says nothing of an age: such a one is kept until something else ends it. */
const isOld = ({ at }: Pick<Entry, 'at'>) => Date.now() - at > keptFor

async function drop(which: (entry: Entry) => boolean): Promise<void> {
  const gone = entries().filter(which)
  if (gone.length === 0) return
  // The entries stay until what they name is gone: killed in between, the next start goes on with it.
  for (const { name } of gone) await vault.forget(name)
  index.write(entries().filter((entry) => !gone.some(({ name }) => name === entry.name)))
}

/** Lets go of one thing. */
export const forgetKept = (name: string): Promise<void> => drop((entry) => entry.name === name)

/** Lets go of everything that is only kept to be read: somebody signed out, or lost their post. */
export const forgetAllKept = (): Promise<void> => drop(() => true)

/** Keeps what somebody of the staff was shown, so that they can read it where there is no signal. */
export async function keepForReading(name: string, value: unknown): Promise<void> {
  const doer = me()
  if (doer === undefined) return
  const others = entries().filter((entry) => entry.name !== name)
  const surplus = others.slice(0, Math.max(0, others.length + 1 - most)).map((entry) => entry.name)
  await drop((entry) => surplus.includes(entry.name))
  const at = Date.now()
  // Entered first: what lies in the vault without an entry would never be let go of.
  index.write([...entries().filter((entry) => entry.name !== name), { name, at, doer }])
  const sealed: Sealed = { doer, at, value }
  if (await vault.write(name, sealed)) {
    // Signed out while it was written: it is not kept after all.
    if (me() !== doer) await forgetKept(name)
    return
  }
  await forgetKept(name)
}

/** What was kept under this name for whoever is signed in; null when there is nothing, or nothing fresh enough. */
export async function keptForReading<T>(name: string): Promise<{ value: T; at: number } | null> {
  const sealed = (await vault.read(name)) as Sealed | null
  if (!sealed) return null
  if (sealed.doer !== me() || isOld(sealed)) {
    await forgetKept(name)
    return null
  }
  return { value: sealed.value as T, at: sealed.at }
}

/** The names of what is kept for whoever is signed in. */
export const keptNames = (): string[] =>
  entries()
    .filter((entry) => entry.doer === me() && !isOld(entry))
    .map(({ name }) => name)

/**
 * Asks the server, and without signal says what was kept. What the server no longer shows to this person is let go
 * of, and everything with it where they may not act at all any more.
 */
export async function askOrRead<T>(
  name: string,
  ask: () => Promise<T>,
  keep: (value: T) => unknown,
): Promise<Read<T>> {
  try {
    const value = await ask()
    const kept = keep(value)
    if (kept === null) await forgetKept(name)
    else await keepForReading(name, kept)
    return { value, keptAt: null }
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) await forgetKept(name)
    const passing = error instanceof NoConnection || (error instanceof ApiProblem && error.passing)
    const kept = passing ? await keptForReading<T>(name) : null
    if (kept) return { value: kept.value, keptAt: kept.at }
    throw error
  }
}

/** Watches, once, when the app starts, for when what is kept must go. */
export function watchKept(): void {
  whenSomebodyLeaves(() => void forgetAllKept())
  void drop((entry) => isOld(entry) || entry.doer !== me())
}
