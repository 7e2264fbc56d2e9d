"""From canonical tables to the public: editions, downloads, the warehouse and its metadata."""
