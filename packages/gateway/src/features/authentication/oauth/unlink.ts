/**
 * For changes that close every way in that an address once opened: the next sign-in links again, by the address that is
 * verified then.
 */
export { deleteLinks as unlink } from './store.ts'
