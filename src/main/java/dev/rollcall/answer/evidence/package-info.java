/**
 * Whether the past is as it was published: recomputes the chains of sources from rows and facts, in the form that {@code
 * docs/evidence.md} defines. Door: {@link ChainVerification}, with its {@link ChainReport}. What
 * an auditor takes away is an {@link EvidencePack}, which {@link PackCheck} checks without a database.
 */
@NullMarked
package dev.rollcall.answer.evidence;

import org.jspecify.annotations.NullMarked;
