/** For what ends every way in that an address once opened: the next sign-in links again, by the address then verified. */
export { deleteLinks as unlink } from './store.ts'
