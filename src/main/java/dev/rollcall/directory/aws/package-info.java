/**
 * AWS IAM Identity Center's Identity Store. The vendor's SDK finds credentials, signs and speaks HTTP. Responses are
 * read here, since the SDK's reader loses what it does not know and takes a value of another type for text.
 */
@NullMarked
package dev.rollcall.directory.aws;

import org.jspecify.annotations.NullMarked;
