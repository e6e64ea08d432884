/**
 * Territories by the National Bureau of Statistics' division codes: 2 digits a province, 4 a city, 6 a county,
 * 9 a township, 12 a village. A territory holds all codes that start with its own.
 */
export type DivisionCode = string

/** True when `code` names a place inside `territory`, or `territory` itself. */
export const isWithin = (code: DivisionCode, territory: DivisionCode): boolean => code.startsWith(territory)

/** The township (9 digits) that a village's code belongs to. */
export const townshipOf = (code: DivisionCode): DivisionCode => code.slice(0, 9)

/** The county (6 digits) that a code belongs to. */
export const countyOf = (code: DivisionCode): DivisionCode => code.slice(0, 6)
