@NullMarked
package dev.rollcall.source;

import org.jspecify.annotations.NullMarked;
