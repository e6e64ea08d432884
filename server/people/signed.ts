import { Types } from 'mongoose'
import type { Post, Viewer } from '../trust/policy'
import type { Actor } from './people.service'

/** Somebody of the staff as records name who did something: whose account it was, and what they were then. */
export interface Signed {
  account: Types.ObjectId
  calledAs: string
  title: string
}

/** A viewer in the post in which they act; without a title where they act in none. */
export const signedBy = (viewer: Viewer, post: Pick<Post, 'title'> | undefined): Signed => ({
  account: new Types.ObjectId(viewer.account),
  calledAs: viewer.calledAs,
  title: post?.title ?? '',
})

/** An actor of a case. */
export const signedAs = ({ account, calledAs, title }: Actor): Signed => ({ account, calledAs, title })
