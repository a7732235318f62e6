/** For modules that have proven an address in another way: nothing that waited for it counts any more. */
export { deleteSignUps as dropSignUps } from './sign-up-store.ts'
