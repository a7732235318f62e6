import { pageTexts } from './words.ts'

export const confirmEmailTexts = pageTexts('confirm-email-page', {
  title: 'Confirm your email address',
  paragraph_1:
    'On {asked_at} somebody signed up for the account **{account}** with your address **{email}**. **Was it you?** Then confirm the address with your password.',
  password: 'Your password',
  password_hint:
    'The password from your sign-up, or a new one: {rule}. You will sign in with the password that you type here.',
  button: 'Confirm this address',
  paragraph_2:
    'If it was not you, or you do not know this account, close this page: nothing happens unless you press the button. If you signed up for another account, look for the mail that names that account.',
})

export const confirmByCodeTexts = pageTexts('confirm-by-code-page', {
  title: 'Confirm your email address',
  title_refused: 'That code was not accepted',
  code: 'Code from the mail',
  code_hint: 'Ten digits, such as 12345-67890, with or without the hyphen.',
  code_refused: 'Compare the ten digits with the newest mail and try again.',
  password: 'Your password',
  password_hint: 'The password from your sign-up. To choose another password, open the link in the mail.',
  password_refused:
    'This is not the password of the sign-up. Type that password, or open the link in the mail to choose another one. If you did not sign up, do not confirm the address.',
  button: 'Confirm',
  paragraph_1: 'A code works once. If your code is right but is not accepted:',
})

export const confirmEmailDoneTexts = pageTexts('confirm-email-done-page', {
  title: 'Your address is confirmed',
  paragraph_1: '**{email}** is confirmed, and the account **{account}** is ready.',
  paragraph_2:
    'Sign in with your address and the password that you just typed, for example with `quiva login`. You can close this page.',
})

export const confirmEmailFailedTexts = pageTexts('confirm-email-failed-page', {
  title: 'This link does not work any more',
  paragraph_1: 'The link was used already, the address was confirmed in another way, or the link is too old.',
  sign_in: 'If you have confirmed the address before, **sign in**, for example with `quiva login`.',
  new_mail: 'Otherwise **request a new mail** with `quiva confirm --resend` and use the newest mail.',
  sign_up_again: 'A sign-up expires after 48 hours. After that, **sign up again** with `quiva signup`.',
  title_name_taken: 'That account name is taken',
  paragraph_2: 'Somebody else has confirmed an account with this name in the meantime. Your sign-up was not confirmed.',
  paragraph_3: '**Sign up again** with another name, for example with `quiva signup`.',
  title_too_many_tries: 'Too many tries',
  paragraph_4: 'The number of tries is limited, to protect the codes. Try again in {wait}.',
  again: 'Enter the code again',
})
