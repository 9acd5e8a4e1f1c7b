package dev.longrun.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a run-file record means: the one place from which binding, error messages, the resolved file and
 * the JSON Schema take their words.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** One line for a person. */
    String value();

    /** The unit in which the value is kept; the run file may use any multiple of it. */
    Unit unit() default Unit.NONE;

    /** The smallest value allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest value allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** A value as a user would write it. */
    String example() default "";

    /** What a run had that was resolved before the key was there: its folder's file must stay readable. */
    String before() default "";
}
