import { resolve } from 'node:path'
import type { IPluginContext } from '@tarojs/service'
import spokenAttributes from './spoken-attributes.json'

/** The part of Taro's platform for WeChat that this plugin touches. */
interface MiniPlatform {
  runtimePath: string | string[]
  template: {
    mergeComponents(context: IPluginContext, components: typeof spokenAttributes): void
    replacePropName(name: string, ...about: unknown[]): string
  }
}

/** WeChat calls by another name what browsers call `role`. */
const wechatName = (attribute: string) => (attribute === 'role' ? 'aria-role' : attribute)

/**
 * A plugin of Taro's: roles and labels reach WeChat's templates, and so the people who listen to their screen. Taro
 * writes only the attributes that it knows, and of these it knows none. Build and runtime number a component's
 * attributes in alphabetical order, so both take them from `spoken-attributes.json`. (A plugin may not import another
 * TypeScript file: Taro compiles the plugin alone.)
 */
export default (context: IPluginContext) => {
  context.registerMethod({
    name: 'onSetupClose',
    fn: (platform: MiniPlatform) => {
      const { template } = platform
      template.mergeComponents(context, spokenAttributes)
      const taroName = template.replacePropName.bind(template)
      template.replacePropName = (name, ...about) => wechatName(taroName(name, ...about))
      platform.runtimePath = [platform.runtimePath, resolve(__dirname, 'spoken-attributes-runtime')].flat()
    },
  })
}
