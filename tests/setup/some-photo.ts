import sharp from 'sharp'

/** A photograph as a phone sends it: one colour, because nobody looks at it. */
export const somePhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 1200, height: 900, channels: 3, background: { r: 128, g: 96, b: 64 } } })
    .jpeg()
    .toBuffer()
