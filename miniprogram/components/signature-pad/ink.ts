/** What a pen needs of a canvas; a browser's and WeChat's both have it. */
type Surface = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillRect'
  | 'scale'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
>

/** A pen on white paper. */
export interface Ink {
  down(x: number, y: number): void
  /** Draws to here from where the pen was. */
  to(x: number, y: number): void
  /** Takes a fresh sheet. */
  clear(): void
}

/** The paper's and the pen's own colours: a signature is a picture for the file, the same on every screen. */
const paper = '#ffffff'
const blackInk = '#1d2320'
const nib = 3

/** Puts a pen to a canvas of this size in the screen's points, drawn in `ratio` times as many pixels. */
export function inkOn(surface: Surface, width: number, height: number, ratio: number): Ink {
  const clear = () => {
    surface.fillStyle = paper
    surface.fillRect(0, 0, width, height)
  }
  surface.scale(ratio, ratio)
  surface.strokeStyle = blackInk
  surface.lineWidth = nib
  surface.lineCap = 'round'
  surface.lineJoin = 'round'
  clear()
  let at = { x: 0, y: 0 }
  const to = (x: number, y: number) => {
    surface.beginPath()
    surface.moveTo(at.x, at.y)
    surface.lineTo(x, y)
    surface.stroke()
    at = { x, y }
  }
  return {
    clear,
    to,
    down(x, y) {
      at = { x, y }
      // A dot is a stroke, too.
      to(x, y)
    },
  }
}
