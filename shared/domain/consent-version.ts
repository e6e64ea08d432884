/**
 * Which text somebody agrees to: stored with every report, and changed with every change of the words on the consent
 * (`pages/report/look-step`) or of what the privacy page promises. A file of its own, so that the form loads no more.
 */
export const consentVersion = '2026-11-28'
