/** What every asynchronous interface of WeChat takes. */
export interface Asked {
  success?(answer: object): void
  fail?(reason: { errMsg: string; errno?: number }): void
  complete?(answer: object): void
}

/** Answers like WeChat: later, to `success` or `fail`, then `complete`; with a promise when no callback was given. */
export function answering(name: string, act: (asked: never) => object | Promise<object>) {
  return (asked: Asked = {}) => {
    const done = Promise.resolve()
      .then(() => act(asked as never))
      .then((answer) => ({ errMsg: `${name}:ok`, ...answer }))
    const told = done.then(
      (answer) => {
        asked.success?.(answer)
        asked.complete?.(answer)
        return answer
      },
      (error: Error & { errno?: number }) => {
        const { errno } = error
        const reason = { errMsg: `${name}:fail ${error.message}`, ...(errno !== undefined && { errno }) }
        asked.fail?.(reason)
        asked.complete?.(reason)
        throw reason
      },
    )
    if (!asked.success && !asked.fail && !asked.complete) return told
    told.catch(() => undefined)
    return undefined
  }
}
