/**
 * AWS IAM Identity Center's Identity Store. The vendor's SDK finds credentials, signs, and speaks HTTP; what the
 * service answers is read here, since the SDK's reader loses what it does not know and takes a value of the wrong type
 * for text.
 */
@NullMarked
package dev.rollcall.directory.aws;

import org.jspecify.annotations.NullMarked;
