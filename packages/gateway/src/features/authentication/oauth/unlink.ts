/**
 * For changes that revoke every access which an address once gave: the next sign-in through the provider links again,
 * by the address that is verified then.
 */
export { deleteLinks as unlink } from './store.ts'
