/** For modules that prove an address in another way: from then on its waiting sign-ups are void. */
export { deleteSignUps as dropSignUps } from './sign-up-store.ts'
