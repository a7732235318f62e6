/** Notes what is wrong with the value of a key of branding.json. */
export type Report = (key: readonly string[], problem: string) => void
