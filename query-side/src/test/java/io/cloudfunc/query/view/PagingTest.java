package io.cloudfunc.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void a_cursor_comes_back_as_it_was_given() {
        var cursor = new Cursor(List.of("hello", "", "ünï–code"));

        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "a", "not a cursor", "a+b/"})
    void a_text_that_is_no_cursor_is_named_with_where_cursors_come_from(String text) {
        assertThatThrownBy(() -> PageRequest.of(10, text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("cursor")
                .hasMessageContaining("'next'");
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        var ofTwoColumns = new Cursor(List.of("hello", "c-1"));

        assertThatThrownBy(() -> ofTwoColumns.values(1)).isInstanceOf(InvalidValueException.class);
        assertThat(ofTwoColumns.values(2)).containsExactly("hello", "c-1");
    }

    @Test
    void a_cursor_with_a_zero_byte_is_refused_since_the_database_has_none() {
        assertThatThrownBy(() -> new Cursor(List.of("a\0b")).values(1)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 501, Integer.MAX_VALUE})
    void a_limit_out_of_range_is_named_with_the_range(int limit) {
        assertThatThrownBy(() -> PageRequest.of(limit, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(String.valueOf(limit))
                .hasMessageContaining("1 to 500");
    }

    @Test
    void a_list_is_read_from_behind_the_cursor_in_its_order_with_one_more_to_see_if_it_goes_on() {
        var listing = Listing.descending("function", "key").where("live").equal("state", "READY");
        var request = new PageRequest(10, new Cursor(List.of("hello", "c-1")));

        assertThat(listing.select("view_x", request))
                .isEqualTo("select * from view_x where live and state = ? and (function, key) < (?, ?)"
                        + " order by function desc, key desc limit ?");
        assertThat(listing.arguments(request, 11)).containsExactly("READY", "hello", "c-1", 11);
    }

    @Test
    void a_filter_without_a_value_filters_nothing() {
        var all = Listing.ascending("key").equal("function", null);

        assertThat(all.select("view_x", PageRequest.of(1, null)))
                .isEqualTo("select * from view_x order by key limit ?");
    }
}
