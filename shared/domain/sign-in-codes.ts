/** How many digits a one-time sign-in code has: read out by telephone in groups of four, and never found by trying. */
export const signInCodeDigits = 12

/** For how many hours a code holds for who is signed in nowhere: handed over in the evening, opened the next day. */
export const firstCodeHours = 24

/** And for who is signed in somewhere: they are usually at the other end of the telephone. */
export const nextCodeHours = 1

/** 1234 5678 9012: as a code is shown and read out. */
export const spokenCode = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ')

/** The digits of a code or number as somebody typed them, full-width ones and blanks included. */
export const typedDigits = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '')
