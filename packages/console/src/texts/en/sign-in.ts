/** Signing in, and what belongs to it. */
export default {
  'sign-in.title': 'Sign in',
  'sign-in.email': 'Email address',
  'sign-in.password': 'Password',
  'sign-in.action': 'Sign in',
} as const
