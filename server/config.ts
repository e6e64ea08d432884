import { resolve } from 'node:path'
import { z } from 'zod'

/** What the environment says, checked once at start. Every name is explained in README.md. */
const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .optional(),
  DEMO: z.enum(['0', '1']).optional(),
  TOWNSHIP: z
    .string()
    .regex(/^\d{9}$/)
    .default('530924205'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).optional(),
  ENCRYPTION_KEYS: z.string().optional(),
  HASH_KEY: z.string().optional(),
  TOKEN_KEY: z.string().optional(),
  AUDIT_KEY: z.string().optional(),
})

/** The server's configuration. */
export interface Config {
  production: boolean
  demo: boolean
  port: number
  host: string
  dataDirectory: string
  /** Unset: the embedded store. */
  mongodbUri: string | undefined
  /** The township this service stands for when nothing else says (9 digits). */
  township: string
  logLevel: string
  keyTexts: {
    encryption: string | undefined
    hash: string | undefined
    token: string | undefined
    audit: string | undefined
  }
}

/** A configuration the server must not start with; its message says what to do. */
export class ConfigurationRefused extends Error {}

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationRefused when a value is wrong, or demo mode is asked for in production.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigurationRefused(`The environment is not right: ${wrong.join('; ')}`)
  }
  const read = parsed.data
  const production = read.NODE_ENV === 'production'
  if (production && read.DEMO === '1')
    throw new ConfigurationRefused(
      'DEMO=1 lets anybody sign in as anybody, so the server does not start with it in production. Unset DEMO.',
    )
  return {
    production,
    demo: production ? false : read.DEMO !== '0',
    port: read.PORT,
    host: read.HOST,
    dataDirectory: resolve(read.DATA_DIR),
    mongodbUri: read.MONGODB_URI,
    township: read.TOWNSHIP,
    logLevel: read.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    keyTexts: {
      encryption: read.ENCRYPTION_KEYS,
      hash: read.HASH_KEY,
      token: read.TOKEN_KEY,
      audit: read.AUDIT_KEY,
    },
  }
}
