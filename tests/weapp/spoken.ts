import type * as glassEasel from 'glass-easel'
import { nodesUnder } from './framework'

/** Something on the page that a person can work, as a reader of the screen tells of it. */
export interface Control {
  /** `view`, `button`, `input`: WeChat's own element. */
  element: string
  /** What WeChat was told that it is; its own elements say so themselves. */
  role: string
  /** What is read out: its label, or else the words in it. Empty when nobody can know what it is. */
  name: string
  checked: string
}

const worked = new Set(['button', 'checkbox', 'link', 'radio', 'switch'])
const ownControls = new Set(['button', 'input', 'textarea', 'picker', 'image'])

const attribute = (node: glassEasel.NativeNode, name: string) => {
  const value = node.getAttribute(name)
  return value === undefined || value === null || value === false ? '' : String(value)
}

/** The words inside, without what is hidden from readers of the screen. */
function wordsIn(node: glassEasel.Node): string {
  const text = node.asTextNode()
  if (text) return text.textContent
  const element = node.asElement()
  if (!element) return ''
  const native = node.asNativeNode()
  if (native && attribute(native, 'aria-hidden') === 'true') return ''
  const label = native ? attribute(native, 'aria-label') : ''
  if (label) return label
  const shadow = node.asGeneralComponent()?.getShadowRoot()
  return (shadow ? shadow.childNodes : element.childNodes).map(wordsIn).join('')
}

/** All that can be worked under this node, in reading order. */
export function controlsUnder(root: glassEasel.Node): Control[] {
  const found: Control[] = []
  for (const node of nodesUnder(root)) {
    const native = node.asNativeNode()
    if (!native || attribute(native, 'aria-hidden') === 'true') continue
    const role = attribute(native, 'aria-role')
    if (!worked.has(role) && !ownControls.has(native.is)) continue
    found.push({
      element: native.is,
      role,
      name: wordsIn(native).trim(),
      checked: attribute(native, 'aria-checked'),
    })
  }
  return found
}
