import { z } from 'zod'
import type { TranscriberConfig } from '../config'
import { type Transcriber, TranscriberRefused } from './transcriber'

/** How long one recording may take, in milliseconds: a machine without a graphics card needs some seconds a minute. */
const timeout = 20_000
/** In bytes: a minute of speech is a thousand characters at most. */
const largestReply = 64 * 1024
/** In characters: what is said in a minute is well below it. */
const longestText = 2000

const reply = z.object({ text: z.string() })
/** Not now: the machine is starting, busy, or was asked too often. */
const passing = [408, 425, 429]

/** Reads an answer, and no more of it than an answer can be. */
async function read(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length
    if (size > largestReply) {
      await reader?.cancel()
      throw new Error('The transcriber answered with more than a text')
    }
    parts.push(part.value)
  }
  return Buffer.concat(parts).toString('utf8')
}

/**
 * A transcriber that is reached over HTTP: the recording is POSTed as it is, and answered with JSON `{ "text": "…" }`
 * (docs/operation.md). Errors name neither the address nor what was said: they are logged.
 */
export function httpTranscriber({ url, token, local }: TranscriberConfig): Transcriber {
  const ask = async (body: Uint8Array<ArrayBuffer>, type: string): Promise<Response> => {
    try {
      return await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': type,
          Accept: 'application/json',
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      })
    } catch {
      throw new Error('The transcriber did not answer')
    }
  }
  return {
    local,
    async transcribe({ bytes, type }) {
      const response = await ask(new Uint8Array(bytes), type)
      const { status } = response
      if (!response.ok) {
        await response.body?.cancel()
        // Wrong keys are mended by whoever runs the service; what else is the client's fault is this recording's.
        const final = status >= 400 && status < 500 && status !== 401 && status !== 403
        if (final && !passing.includes(status))
          throw new TranscriberRefused(`The transcriber answered ${status}`)
        throw new Error(`The transcriber answered ${status}`)
      }
      const text = await read(response)
      try {
        return reply.parse(JSON.parse(text)).text.trim().slice(0, longestText)
      } catch {
        throw new Error('The transcriber answered with something else than { "text": … }')
      }
    },
  }
}
