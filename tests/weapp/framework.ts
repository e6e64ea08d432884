import { readdirSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Script } from 'node:vm'
import type * as glassEasel from 'glass-easel'
import { TmplGroup } from 'glass-easel-template-compiler'

/** Every file under a folder, as the app names them. */
export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, resolve(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

/** Compiles the templates with the compiler of WeChat's own component framework. */
export function compileTemplates(directory: string, files: readonly string[]) {
  const group = new TmplGroup()
  const read = (file: string) => readFileSync(resolve(directory, file), 'utf8')
  for (const file of files) {
    if (file.endsWith('.wxs')) group.addScript(file.replace(/\.wxs$/, ''), read(file))
    if (file.endsWith('.wxml')) group.addTmpl(file.replace(/\.wxml$/, ''), read(file))
  }
  const compiled = new Script(`(${group.getTmplGenObjectGroups()})`).runInThisContext() as Record<
    string,
    glassEasel.template.ComponentTemplate['content']
  >
  group.free()
  return compiled
}

/** A node and all that hang from it, through components' own trees, in reading order. */
export function* nodesUnder(node: glassEasel.Node): Generator<glassEasel.Node> {
  yield node
  const element = node.asElement()
  if (!element) return
  const shadow = node.asGeneralComponent()?.getShadowRoot()
  for (const child of shadow ? shadow.childNodes : element.childNodes) yield* nodesUnder(child)
}

/** What a component tells the framework of itself, as far as we touch it. */
export interface Definition {
  properties?: Record<string, { type: { name: string } }>
}
const types: Record<string, unknown> = { String, Number, Boolean, Object, Array, Function }

/** The app's scripts have their own String and Object; the framework knows a property's type only by ours. */
export const withOurTypes = (definition: Definition) => ({
  ...definition,
  properties: Object.fromEntries(
    Object.entries(definition.properties ?? {}).map(([name, property]) => [
      name,
      { ...property, type: types[property.type.name] },
    ]),
  ),
})
