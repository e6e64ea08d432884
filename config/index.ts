import { resolve } from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import { FilesOfPages } from './files-of-pages'

/** Types and pure rules shared with the server lie outside the source root, and are compiled like it. */
const compile = { include: [resolve(__dirname, '../shared'), __dirname] }

/** How the mini-program is built: one source, for WeChat (weapp) and for the browser (h5). */
export default defineConfig<'webpack5'>(
  () =>
    ({
      projectName: 'zaofaxian',
      date: '2026-11-24',
      // Sizes are logical pixels as they stand in the source: people set their own type size, so nothing is scaled.
      designWidth: 375,
      deviceRatio: { 375: 2 },
      sourceRoot: 'miniprogram',
      outputRoot: `dist/${process.env.TARO_ENV}`,
      framework: 'react',
      compiler: { type: 'webpack5', prebundle: { enable: false } },
      cache: { enable: false },
      plugins: process.env.TARO_ENV === 'weapp' ? [resolve(__dirname, 'weapp-spoken-attributes.ts')] : [],
      sass: {},
      // The browsers in package.json's list read today's syntax; WeChat's build keeps Taro's own settings.
      terser:
        process.env.TARO_ENV === 'h5'
          ? {
              enable: true,
              config: {
                ecma: 2018,
                keep_fnames: false,
                compress: { passes: 2 },
                output: { comments: false, quote_keys: false, keep_quoted_props: false },
              },
            }
          : undefined,
      defineConstants: {
        'process.env.TARO_APP_API_BASE': JSON.stringify(
          process.env.TARO_ENV === 'h5' ? '' : (process.env.TARO_APP_API_BASE ?? 'http://localhost:3000'),
        ),
        'process.env.TARO_APP_HOTLINE': JSON.stringify(process.env.TARO_APP_HOTLINE ?? ''),
      },
      // WeChat reads it from the package's root.
      copy:
        process.env.TARO_ENV === 'weapp'
          ? {
              patterns: [{ from: 'miniprogram/sitemap.json', to: 'dist/weapp/sitemap.json' }],
              options: {},
            }
          : undefined,
      mini: {
        compile,
        postcss: { pxtransform: { enable: false, config: {} } },
      },
      h5: {
        compile,
        // Pages share what they have in common: on a weak signal nothing is to be fetched twice.
        webpackChain(chain) {
          chain.plugin('files-of-pages').use(FilesOfPages)
          chain.merge({
            resolve: {
              alias: {
                // Every browser that the list in package.json names has these of its own.
                'whatwg-fetch$': false,
                'abortcontroller-polyfill/dist/abortcontroller-polyfill-only$': false,
                // Nothing is asked for by script tags, and nobody wants to know a phone's make.
                'jsonp-retry$': false,
                platform$: false,
              },
            },
          })
          chain.optimization.splitChunks({
            chunks: 'all',
            minSize: 30_000,
            maxInitialRequests: 6,
            maxAsyncRequests: 8,
            hidePathInfo: true,
            cacheGroups: {
              default: { minChunks: 2, priority: -20, reuseExistingChunk: true },
              defaultVendors: false,
            },
          })
        },
        publicPath: '/',
        staticDirectory: 'static',
        router: { mode: 'browser' },
        output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
        miniCssExtractPluginOption: {
          ignoreOrder: true,
          filename: 'css/[name].[contenthash:8].css',
          chunkFilename: 'css/[name].[contenthash:8].css',
        },
        postcss: {
          pxtransform: { enable: false, config: {} },
          autoprefixer: { enable: true, config: {} },
        },
      },
    }) satisfies UserConfigExport<'webpack5'>,
)
