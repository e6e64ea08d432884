/** The two posters: large for a notice board that is read from the road, and for the window where somebody stands. */
export const posterDesigns = { board: '公示栏', window: '服务窗口' } as const
export type PosterDesign = keyof typeof posterDesigns
export const posterDesignCodes = Object.keys(posterDesigns) as [PosterDesign, ...PosterDesign[]]
