/** For rooms that act by a password which they have seen proven: it holds until their transaction ends, or is gone. */
export { holdPassword } from '../../access/directory/password-links.ts'
