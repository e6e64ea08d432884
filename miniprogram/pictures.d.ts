/** A picture of the package, as the address at which the build has laid it. */
declare module '*.png' {
  const address: string
  export default address
}
