import { hash } from 'node:crypto'

/** SHA-256, as a text of 32 characters: what the memory is looked up by, so that it holds no credential. */
export const hashOf = (credential: string): string => hash('sha256', credential, 'binary')
