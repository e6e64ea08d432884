/**
 * Shows pictures as large as the screen, beginning with one of them. The viewer weighs as much as half the app and most
 * people never need it, so it is fetched at the first look.
 */
export const showLarge = async (urls: readonly string[], current: string): Promise<void> => {
  const viewer = await import('./picture-viewer.h5')
  await viewer.openViewer({ urls: [...urls], current })
}
