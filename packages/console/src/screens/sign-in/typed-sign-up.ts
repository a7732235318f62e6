/** What a person has typed to create an account: the body of createAccount. */
export type TypedSignUp = { name: string; root_email: string; password: string }

export const NOTHING_TYPED: TypedSignUp = { name: '', root_email: '', password: '' }

/** The same, to sign in to the new account. */
export const signInBody = ({ root_email: email, password, name }: TypedSignUp) => ({ email, password, account: name })
