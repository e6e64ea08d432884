/** The card named in the address: `c=…` in links and shares, `scene=…` in WeChat's code images. */
export function cardIn(params: Partial<Record<string, string>>): string {
  if (params.c) return params.c
  if (!params.scene) return ''
  const scene = decodeURIComponent(params.scene)
  return scene.startsWith('c=') ? scene.slice(2) : scene
}
