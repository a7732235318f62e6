/** For rooms that are about to refer to a person whom they have read before. */
export { holdPerson } from '../../access/directory/users.ts'
