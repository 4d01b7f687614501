@NullMarked
package dev.rollcall.directory.pace;

import org.jspecify.annotations.NullMarked;
