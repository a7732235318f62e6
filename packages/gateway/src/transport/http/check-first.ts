import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { Compile } from 'typebox/compile'

/**
 * A compiler for routes that another server calls for each of its own requests. The usual compiler converts parameters
 * before it checks them, and walks the schema each time. This one converts parameters only if they do not fit the
 * schema as they came.
 */
export const checkFirst: typeof TypeBoxValidatorCompiler = (route) => {
  const { schema } = route
  const compiled = Compile(schema)
  const convertAndCheck = TypeBoxValidatorCompiler(route)
  return (value) => (compiled.Check(value) ? { value } : convertAndCheck(value))
}
