//! Books: accounts spread over CSMs or pods so that what is balanced comes out as even as can be.

/// The weights of the books of a team, for its size, with the lightest always at hand.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// Weight of each book.
    weights: Vec<i64>,
    /// CSMs behind each book.
    sizes: Vec<u32>,
    /// A winner tree: `tree[leaves + i]` is book `i`, every inner node the lighter of its two children.
    tree: Vec<u32>,
    leaves: usize,
}

/// No book.
const NONE: u32 = u32::MAX;

impl Books {
    /// Empty books for pods of these sizes (memory is kept).
    pub fn reset(&mut self, sizes: &[u32]) {
        self.sizes.clear();
        self.sizes.extend_from_slice(sizes);
        self.weights.clear();
        self.weights.resize(sizes.len(), 0);
        self.leaves = sizes.len().next_power_of_two();
        self.tree.clear();
        self.tree.resize(2 * self.leaves, NONE);
        for book in 0..sizes.len() {
            self.tree[self.leaves + book] = book as u32;
        }
        for node in (1..self.leaves).rev() {
            self.tree[node] = self.lighter(self.tree[2 * node], self.tree[2 * node + 1]);
        }
    }

    /// The book with the least weight for its size; the first of equals.
    pub fn lightest(&self) -> usize {
        self.tree[1] as usize
    }

    /// Adds weight to a book (or takes it away, when negative). O(log n).
    pub fn add(&mut self, book: usize, weight: i64) {
        self.weights[book] += weight;
        self.settle(book);
    }

    /// CSMs behind a book.
    pub fn size(&self, book: usize) -> u32 {
        self.sizes[book]
    }

    /// Changes the number of CSMs behind a book. One with nobody behind it is chosen only where all are so. O(log n).
    pub fn set_size(&mut self, book: usize, size: u32) {
        self.sizes[book] = size;
        self.settle(book);
    }

    /// How many books there are.
    pub fn count(&self) -> usize {
        self.weights.len()
    }

    /// Whether the first book is heavier for its size than the second; both have somebody behind them.
    pub fn is_heavier(&self, book: usize, than: usize) -> bool {
        i128::from(self.weights[book]) * i128::from(self.sizes[than])
            > i128::from(self.weights[than]) * i128::from(self.sizes[book])
    }

    /// Whether the first book is still no lighter for its size than the second once a weight has moved from the first to
    /// the second.
    pub fn evens_out(&self, from: usize, to: usize, weight: i64) -> bool {
        i128::from(self.weights[to] + weight) * i128::from(self.sizes[from])
            <= i128::from(self.weights[from] - weight) * i128::from(self.sizes[to])
    }

    fn settle(&mut self, book: usize) {
        let mut node = (self.leaves + book) / 2;
        while node >= 1 {
            self.tree[node] = self.lighter(self.tree[2 * node], self.tree[2 * node + 1]);
            node /= 2;
        }
    }

    /// Weight of a book.
    pub fn weight(&self, book: usize) -> i64 {
        self.weights[book]
    }

    fn lighter(&self, left: u32, right: u32) -> u32 {
        if right == NONE {
            return left;
        }
        if left == NONE {
            return right;
        }
        let (l, r) = (left as usize, right as usize);
        match (self.sizes[l], self.sizes[r]) {
            (_, 0) => left,
            (0, _) => right,
            // weight / size compared without division.
            _ if self.is_heavier(l, r) => right,
            _ => left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lightest_for_its_size_comes_first() {
        let mut books = Books::default();
        books.reset(&[2, 1, 2]);
        assert_eq!(books.lightest(), 0);
        books.add(0, 10);
        assert_eq!(books.lightest(), 1);
        books.add(1, 4);
        assert_eq!(books.lightest(), 2);
        books.add(2, 9);
        assert_eq!(books.lightest(), 1, "4 for one is lighter than 9 for two");
        books.add(1, 1);
        assert_eq!(books.lightest(), 2, "9 for two is lighter than 5 for one and 10 for two");
    }

    #[test]
    fn equal_accounts_go_round() {
        let mut books = Books::default();
        books.reset(&[1; 5]);
        let order: Vec<usize> = (0..10)
            .map(|_| {
                let book = books.lightest();
                books.add(book, 1);
                book
            })
            .collect();
        assert_eq!(order, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn the_lightest_is_what_a_walk_over_all_books_finds(
            sizes in proptest::collection::vec(1u32..6, 1..20),
            changes in proptest::collection::vec((any::<usize>(), -9i64..30), 0..60),
        ) {
            let mut books = Books::default();
            books.reset(&sizes);
            let mut weights = vec![0i64; sizes.len()];
            for (book, weight) in changes {
                let book = book % sizes.len();
                books.add(book, weight);
                weights[book] += weight;
                prop_assert_eq!(books.weight(book), weights[book]);
                // Multiplied by 60 a weight for its size is a whole number; min_by_key takes the first of equals.
                let lightest = (0..sizes.len()).min_by_key(|&b| weights[b] * 60 / i64::from(sizes[b]));
                prop_assert_eq!(Some(books.lightest()), lightest);
            }
        }
    }

    #[test]
    fn nobody_gets_an_account_behind_whose_book_nobody_stands() {
        let mut books = Books::default();
        books.reset(&[1, 1, 1]);
        books.set_size(0, 0);
        assert_eq!(books.lightest(), 1);
        books.add(1, 1);
        assert_eq!(books.lightest(), 2);
        books.add(2, 3);
        books.set_size(0, 2);
        assert_eq!((books.lightest(), books.size(0)), (0, 2));
        (0..3).for_each(|book| books.set_size(book, 0));
        assert!(books.lightest() < books.count(), "where nobody is there any book will do");
    }

    #[test]
    fn books_even_out_as_long_as_the_giver_is_not_the_lighter() {
        let mut books = Books::default();
        books.reset(&[1, 1]);
        books.add(0, 9);
        books.add(1, 3);
        assert!(books.evens_out(0, 1, 3) && !books.evens_out(0, 1, 4));
        assert!(books.is_heavier(0, 1) && !books.is_heavier(1, 0));
    }
}
