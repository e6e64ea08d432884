import { mergeInternalComponents } from '@tarojs/shared'
import spokenAttributes from './spoken-attributes.json'

// The templates number a component's attributes; what sends them their values must count the same.
mergeInternalComponents(spokenAttributes)
