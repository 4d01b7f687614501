/** Results, differences and states as text for a person or JSON for a program. */
@NullMarked
package dev.rollcall.cli.text;

import org.jspecify.annotations.NullMarked;
