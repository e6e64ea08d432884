/**
 * Which version of the contract a client was built from. Raised by one with every change of the contract that an older
 * client would not survive: a field that must be sent, an answer that it cannot read. `tests/contract` holds the
 * contract to what was released.
 * 2: what WeChat's check pointed at has become a list of objects; a client of before cannot draw such a case.
 */
export const contractVersion = 2

/** The oldest clients that this server still understands. Phones update days later: raised only when nothing else helps. */
export const oldestClient = 2

/** The header in which our clients say it. Other callers of the API leave it out and are taken as they are. */
export const clientVersionHeader = 'X-Client-Version'
