/** Where a phone says that it is: degrees by WGS-84, and how far that may be off, in metres. */
export interface PhonePosition {
  lat: number
  lng: number
  accuracyMetres: number
}

/** What a phone knows no better than this tells no village from the next, and is not used. */
export const vaguestUsable = 2000
