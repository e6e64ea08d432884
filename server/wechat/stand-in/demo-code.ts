import sharp from 'sharp'
import { encode } from 'uqr'

/** The characters 演示 as 26 rows of 52 dots, so that a server without Chinese fonts draws them too. */
const label =
  '0000000000000 0001000000000 0c03800000000 1f7ffe07fff80 0fffff0ffffc0 06ffff0ffffc0 00e0070000000 00fffe0000000 ' +
  '003ffc0000000 3c3ff83fffff0 3e03803fffff0 1c7ffe3fffff0 047ffe001e000 00738e001e000 007ffe079e780 067ffe071e380 ' +
  '07738e0f1e3c0 0e7ffe0e1e1c0 0e7ffe1e1e1e0 1e7ffc3c1e0e0 1c3e78381e0f0 3cfc3e18fe040 19f01f00fc000 00c00400fc000'

interface Dot {
  x: number
  y: number
}

const labelDots: Dot[] = label
  .split(' ')
  .flatMap((row, y) =>
    [...BigInt(`0x${row}`).toString(2).padStart(52, '0')].flatMap((bit, x) =>
      bit === '1' ? [{ x, y }] : [],
    ),
  )

const squares = (dots: readonly Dot[], size: number) =>
  dots.map(({ x, y }) => `M${x * size} ${y * size}h${size}v${size}h-${size}z`).join('')

/**
 * A QR code that opens this address, with 演示 under it in red: nobody is to take it for a mini-program's code, print
 * it and hang it up.
 */
export async function demoCode(address: string, width: number): Promise<Buffer> {
  const { data, size } = encode(address, { ecc: 'M', border: 3 })
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [{ x, y }] : [])))
  // The picture stays square, as WeChat's are: the code above, the label in the strip below.
  const whole = size * 1.16
  const left = (whole - size) / 2
  const dot = (size * 0.13) / 26
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}" viewBox="0 0 ${whole} ${whole}">
<rect width="${whole}" height="${whole}" fill="#fff"/>
<path transform="translate(${left} 0)" d="${squares(dots, 1)}" fill="#1d2320" shape-rendering="crispEdges"/>
<path transform="translate(${(whole - 52 * dot) / 2} ${size})" d="${squares(labelDots, dot)}" fill="#c0392b"/>
</svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}
