/** What of a report was looked at by WeChat's content check. */
export type CheckedPart = 'text' | 'photo' | 'voice'

const parts: Record<CheckedPart, string> = { text: '这段话', photo: '一张照片', voice: '一段录音' }

/** WeChat's labels, by its numbers. */
const labels: Record<number, string> = {
  10001: '广告',
  20001: '时政',
  20002: '色情',
  20003: '辱骂',
  20006: '违法犯罪',
  20008: '欺诈',
  20012: '低俗',
  20013: '版权',
}
/** Honest complaints about officials are labelled so. */
const politics = 20001

/** What the staff read beside a report that WeChat's check pointed at. It was not stopped, and a person decides. */
export function flagWords(part: CheckedPart, label: number): string {
  const named = labels[label]
  const about = named ? `可能涉及“${named}”` : '可能有不合适的内容'
  const often = label === politics ? '反映问题的话常会被这样标。' : ''
  return `微信提示：${parts[part]}${about}。${often}没有拦下来，请您看了自己判断，该办的照办。`
}
