/** Somebody of the staff as others may know them: how they are addressed and what they are, and no account. */
export const publicPersonOf = ({ calledAs, title }: { calledAs: string; title: string }) => ({
  calledAs,
  title,
})
