/** The parameters of a change that is refused if somebody has changed the thing since this version of it was read. */
export const ifMatch = (version: string | undefined) =>
  version === undefined ? {} : { header: { 'if-match': `"${version}"` } }
