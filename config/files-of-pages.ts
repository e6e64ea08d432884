import type { Compiler } from 'webpack'

/** The list's name in the build. */
export const filesOfPagesName = 'files-of-pages.json'

/**
 * Writes down which files each page of the browser build needs beside the app itself (`pages/card/card` → scripts and
 * styles), so that the server can name them in the page that it sends: on a weak signal a phone should not have to
 * read the whole app before it hears of them.
 */
export class FilesOfPages {
  apply(compiler: Compiler): void {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap('FilesOfPages', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT
      compilation.hooks.processAssets.tap({ name: 'FilesOfPages', stage }, () => {
        const files: Record<string, string[]> = {}
        for (const group of compilation.chunkGroups)
          for (const { request } of group.origins) {
            const [, page] = /^\.\/((?:pages|village|township)\/[\w/-]+)$/.exec(request ?? '') ?? []
            if (page) files[page] = group.getFiles()
          }
        compilation.emitAsset(filesOfPagesName, new sources.RawSource(JSON.stringify(files)))
      })
    })
  }
}
